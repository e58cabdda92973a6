using System.Net;
using Netlink.Routing;
using Xunit;

namespace Tests.Kernel;

public class AllocationTests
{
    [Fact]
    public void A_request_that_the_kernel_grants_allocates_nothing() => Lab.Run(lab =>
    {
        lab.Tool("ip link add v0 type veth peer name v1 && ip link set v0 up");
        using var host = RouteSocket.Open();
        var link = host.Links.Get("v0");
        var address = new Address(IPAddress.Parse("10.9.0.2"), 24, link);

        void AddAndDelete()
        {
            host.Links.SetUp(link);
            host.Add(address);
            host.Delete(address);
        }

        AddAndDelete();   // the first time grows what is kept
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            AddAndDelete();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    });
}
