using ScratchVsAutograd.Tests.Build;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Support;

public sealed class LiveBytesTests : TensorTest
{
    /// <summary>Small blocks that were freed side by side are room for a large one, which is then not mapped by itself.</summary>
    [LinuxX64Fact]
    public void A_block_counts_wherever_the_C_library_puts_it()
    {
        var small = Enumerable.Range(0, 400).Select(_ => ones(1 << 14)).ToList();
        using var last = ones(1 << 14);
        small.ForEach(tensor => tensor.Dispose());
        // Finalizers of earlier tests' tensors would free blocks meanwhile, and the runtime's threads have small ones of their own.
        LiveTensors.Count();
        for (var round = 0; round < 20; round++)
        {
            var before = LiveBytes.Now();
            using (var tensor = ones(1 << 19))
            {
                Assert.InRange(LiveBytes.Now() - before, tensor.numel() * 4 - (1 << 19), tensor.numel() * 4 + (1 << 19));
            }

            Assert.InRange(LiveBytes.Now() - before, -(1 << 19), 1 << 19);
        }
    }
}
