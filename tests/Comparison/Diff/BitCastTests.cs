using ScratchVsAutograd.Comparison.Diff;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Diff;

public sealed class BitCastTests : TensorTest
{
    [Theory]
    [InlineData(ScalarType.Float64, 0x3FF0000000000000)]
    [InlineData(ScalarType.Float32, 0x3F800000)]
    [InlineData(ScalarType.BFloat16, 0x3F80)]
    [InlineData(ScalarType.Float16, 0x3C00)]
    public void One_has_the_bits_of_one(ScalarType dtype, long bits)
        => Assert.Equal(bits, BitCast.ToIntegers(ones(1, dtype: dtype)).to(ScalarType.Int64).item<long>());

    [Fact]
    public void Nothing_is_freed_while_it_is_used()
    {
        using var stop = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            var tensor = ones(1);
            for (var call = 0; call < 3000; call++)
            {
                using var bits = BitCast.ToIntegers(tensor);
                Assert.Equal(0x3F800000, bits.item<int>());
            }
        }
        finally
        {
            stop.Cancel();
            collector.Join();
        }
    }
}
