using Hull;
using Hull.Archives;
using Hull.Images;
using Xunit;

namespace Tests.Bytes;

/// <summary>Names in and of images. That nothing gets out of the folder is tested against the kernel: Kernel/LayerUnpackerTests.</summary>
public class ImageNameTests
{
    [Theory]
    [InlineData("./etc/passwd", "etc/passwd")]
    [InlineData("etc//ssl/./certs/", "etc/ssl/certs")]
    [InlineData("./", null)]
    [InlineData("...", "...")]
    public void A_name_becomes_a_path_below_the_root(string name, string? path) => Assert.Equal(path, EntryPath.In(name));

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../etc/passwd")]
    [InlineData("etc/../../passwd")]
    [InlineData("..")]
    public void A_name_that_leads_elsewhere_is_refused(string name) => Assert.Throws<ArchiveException>(() => EntryPath.In(name));

    [Theory]
    [InlineData("busybox", "busybox:latest")]
    [InlineData("busybox:1.36", "busybox:1.36")]
    [InlineData("localhost:5000/a/b", "localhost:5000/a/b:latest")]
    [InlineData("docker.io/library/web:1", "web:1")]
    [InlineData("docker.io/somebody/web", "somebody/web:latest")]
    [InlineData("quay.io/somebody/web:1", "quay.io/somebody/web:1")]
    public void An_image_without_a_tag_is_the_latest(string given, string complete) => Assert.Equal(complete, ImageName.Complete(given));

    [Theory]
    [InlineData("")]
    [InlineData("Busybox")]
    [InlineData("../x")]
    [InlineData("a b")]
    [InlineData("a:")]
    public void What_cannot_be_an_image_is_refused(string given) => Assert.Throws<HullException>(() => ImageName.Complete(given));
}
