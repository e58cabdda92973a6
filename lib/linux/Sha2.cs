using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static System.Numerics.BitOperations;

namespace Linux;

/// <summary>
/// SHA-256 and SHA-512 (FIPS 180-4). .NET's own ask OpenSSL, which a static executable cannot load.
/// </summary>
public static class Sha2
{
    /// <summary>The 32 bytes of SHA-256.</summary>
    public static byte[] Hash256(ReadOnlySpan<byte> data)
    {
        var hash = new Sha256();
        hash.Append(data);
        return hash.Finish();
    }

    /// <summary>The 64 bytes of SHA-512.</summary>
    public static byte[] Hash512(ReadOnlySpan<byte> data)
    {
        Span<ulong> state = stackalloc ulong[8];
        Start.CopyTo(state);

        var rest = data;
        for (; rest.Length >= 128; rest = rest[128..])
            Mix512(state, rest);
        Span<byte> tail = stackalloc byte[256];
        tail = Pad(tail, rest, data.Length, block: 128);
        for (; tail.Length > 0; tail = tail[128..])
            Mix512(state, tail);

        var hash = new byte[64];
        for (int i = 0; i < 8; i++)
            BinaryPrimitives.WriteUInt64BigEndian(hash.AsSpan(8 * i), state[i]);
        return hash;
    }

    internal static uint[] Start256()
    {
        var state = new uint[8];
        for (int i = 0; i < 8; i++)
            state[i] = (uint)(Start[i] >> 32);
        return state;
    }

    // What is left of the message, a bit 1, zeros, and the message's length in bits: one block, or two when they do not fit in one.
    // Both kinds end their blocks with a length of an eighth of it.
    internal static Span<byte> Pad(Span<byte> twoBlocks, ReadOnlySpan<byte> rest, long length, int block)
    {
        var tail = twoBlocks[..(rest.Length + 1 + block / 8 <= block ? block : 2 * block)];
        tail.Clear();
        rest.CopyTo(tail);
        tail[rest.Length] = 0x80;
        BinaryPrimitives.WriteInt64BigEndian(tail[^8..], 8 * length);
        return tail;
    }

    const int Block256 = 64, Rounds256 = 64, Lanes = 4;

    /// <summary>Mixes in whole blocks, of 64 bytes each: gigabytes of image layers, so the rounds are written out as far as variables go.</summary>
    internal static void Mix256(uint[] state, ReadOnlySpan<byte> blocks)
    {
        Span<Vector128<uint>> inputs = stackalloc Vector128<uint>[Rounds256];
        Span<byte> last = stackalloc byte[Lanes * Block256];
        while (blocks.Length >= Block256)
        {
            int lanes = Math.Min(blocks.Length / Block256, Lanes);
            scoped var some = blocks[..(lanes * Block256)];
            blocks = blocks[some.Length..];
            if (lanes < Lanes)
            {
                some.CopyTo(last);
                some = last;
            }
            Schedule256(inputs, some);
            ref uint input = ref Unsafe.As<Vector128<uint>, uint>(ref MemoryMarshal.GetReference(inputs));
            for (int lane = 0; lane < lanes; lane++)
                Mix256(state, ref Unsafe.Add(ref input, lane));
        }
    }

    // What each round adds does not depend on the state: it is worked out for as many blocks at a time as a vector has lanes, which halves the whole.
    static void Schedule256(Span<Vector128<uint>> inputs, ReadOnlySpan<byte> blocks)
    {
        Span<Vector128<uint>> w = stackalloc Vector128<uint>[Rounds256];
        for (int i = 0; i < 16; i++)
            w[i] = Vector128.Create(Word(blocks, i), Word(blocks, i + 16), Word(blocks, i + 32), Word(blocks, i + 48));
        for (int i = 16; i < w.Length; i++)
        {
            Vector128<uint> far = w[i - 15], near = w[i - 2];
            w[i] = w[i - 16] + w[i - 7]
                + (Rotated(far, 7) ^ Rotated(far, 18) ^ (far >>> 3))
                + (Rotated(near, 17) ^ Rotated(near, 19) ^ (near >>> 10));
        }
        for (int i = 0; i < w.Length; i++)
            inputs[i] = w[i] + Vector128.Create((uint)(Rounds[i] >> 32));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint Word(ReadOnlySpan<byte> blocks, int at) => BinaryPrimitives.ReadUInt32BigEndian(blocks[(4 * at)..]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<uint> Rotated(Vector128<uint> words, [ConstantExpected] int by) => (words >>> by) | (words << (32 - by));

    // One block: its inputs are a vector apart.
    static void Mix256(uint[] state, ref uint input)
    {
        var (a, b, c, d, e, f, g, h) = (state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7]);
        for (nint i = 0; i < Rounds256 * Lanes; i += 8 * Lanes)
        {
            Round(a, b, c, ref d, e, f, g, ref h, Unsafe.Add(ref input, i));
            Round(h, a, b, ref c, d, e, f, ref g, Unsafe.Add(ref input, i + Lanes));
            Round(g, h, a, ref b, c, d, e, ref f, Unsafe.Add(ref input, i + 2 * Lanes));
            Round(f, g, h, ref a, b, c, d, ref e, Unsafe.Add(ref input, i + 3 * Lanes));
            Round(e, f, g, ref h, a, b, c, ref d, Unsafe.Add(ref input, i + 4 * Lanes));
            Round(d, e, f, ref g, h, a, b, ref c, Unsafe.Add(ref input, i + 5 * Lanes));
            Round(c, d, e, ref f, g, h, a, ref b, Unsafe.Add(ref input, i + 6 * Lanes));
            Round(b, c, d, ref e, f, g, h, ref a, Unsafe.Add(ref input, i + 7 * Lanes));
        }
        (state[0], state[1], state[2], state[3]) = (state[0] + a, state[1] + b, state[2] + c, state[3] + d);
        (state[4], state[5], state[6], state[7]) = (state[4] + e, state[5] + f, state[6] + g, state[7] + h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Round(uint a, uint b, uint c, ref uint d, uint e, uint f, uint g, ref uint h, uint input)
    {
        uint mixed = h + input + (g ^ (e & (f ^ g))) + (RotateRight(e, 6) ^ RotateRight(e, 11) ^ RotateRight(e, 25));
        d += mixed;
        h = mixed + (RotateRight(a, 2) ^ RotateRight(a, 13) ^ RotateRight(a, 22)) + ((a & b) | (c & (a | b)));
    }

    static void Mix512(Span<ulong> state, ReadOnlySpan<byte> block)
    {
        Span<ulong> w = stackalloc ulong[80];
        for (int i = 0; i < 16; i++)
            w[i] = BinaryPrimitives.ReadUInt64BigEndian(block[(8 * i)..]);
        for (int i = 16; i < 80; i++)
        {
            ulong far = w[i - 15], near = w[i - 2];
            w[i] = w[i - 16] + w[i - 7]
                + (RotateRight(far, 1) ^ RotateRight(far, 8) ^ (far >> 7))
                + (RotateRight(near, 19) ^ RotateRight(near, 61) ^ (near >> 6));
        }

        var (a, b, c, d, e, f, g, h) = (state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7]);
        for (int i = 0; i < 80; i++)
        {
            ulong first = h + (RotateRight(e, 14) ^ RotateRight(e, 18) ^ RotateRight(e, 41)) + ((e & f) ^ (~e & g)) + Rounds[i] + w[i];
            ulong second = (RotateRight(a, 28) ^ RotateRight(a, 34) ^ RotateRight(a, 39)) + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e, d, c, b, a) = (g, f, e, d + first, c, b, a, first + second);
        }
        Span<ulong> mixed = [a, b, c, d, e, f, g, h];
        for (int i = 0; i < 8; i++)
            state[i] += mixed[i];
    }

    // The fractions of the square roots of the first 8 primes. SHA-256 takes the upper half of each, of these and of the ones below.
    static ReadOnlySpan<ulong> Start =>
    [
        0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
        0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179
    ];

    // The fractions of the cube roots of the first 80 primes; SHA-256 uses 64 of them.
    static ReadOnlySpan<ulong> Rounds =>
    [
        0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc,
        0x3956c25bf348b538, 0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118,
        0xd807aa98a3030242, 0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2,
        0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235, 0xc19bf174cf692694,
        0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
        0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
        0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4,
        0xc6e00bf33da88fc2, 0xd5a79147930aa725, 0x06ca6351e003826f, 0x142929670a0e6e70,
        0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed, 0x53380d139d95b3df,
        0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
        0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30,
        0xd192e819d6ef5218, 0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8,
        0x19a4c116b8d2d0c8, 0x1e376c085141ab53, 0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8,
        0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3,
        0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
        0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b,
        0xca273eceea26619c, 0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178,
        0x06f067aa72176fba, 0x0a637dc5a2c898a6, 0x113f9804bef90dae, 0x1b710b35131c471b,
        0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc, 0x431d67c49c100d4c,
        0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817
    ];
}
