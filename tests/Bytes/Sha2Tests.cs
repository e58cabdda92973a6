using System.Security.Cryptography;
using System.Text;
using Linux;
using Xunit;

namespace Tests.Bytes;

/// <summary>Our SHA-2 against .NET's, which is OpenSSL's.</summary>
public class Sha2Tests
{
    [Fact]
    public void Every_length_around_the_ends_of_a_block_hashes_as_elsewhere()
    {
        var data = new byte[600];
        KernelRandom.Fill(data);

        for (int length = 0; length <= data.Length; length++)
        {
            var message = data.AsSpan(0, length);
            Assert.Equal(SHA256.HashData(message), Sha2.Hash256(message));
            Assert.Equal(SHA512.HashData(message), Sha2.Hash512(message));
        }
    }

    [Fact]
    public void The_standards_own_example_comes_out() => Assert.Equal(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        Convert.ToHexStringLower(Sha2.Hash256(Encoding.ASCII.GetBytes("abc"))));
}
