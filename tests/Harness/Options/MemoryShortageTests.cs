using System.Runtime.InteropServices;
using ScratchVsAutograd.Harness.Options;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Harness.Options;

public class MemoryShortageTests
{
    [Fact]
    public void LibTorch_failing_to_allocate_is_one()
        => Assert.True(MemoryShortage.Explains(Assert.Throws<ExternalException>(() => empty(1L << 50))));

    [Fact]
    public void LibTorch_failing_at_something_else_is_none()
    {
        using var scope = NewDisposeScope();
        Assert.False(MemoryShortage.Explains(Assert.Throws<ExternalException>(() => ones(2, 3).mm(ones(2, 3)))));
    }

#pragma warning disable CA2201 // These stand in for what only the runtime, or a GPU that is full, throws.
    [Fact]
    public void Running_out_of_a_graphics_cards_memory_is_one()
        => Assert.True(MemoryShortage.Explains(new ExternalException("CUDA out of memory. Tried to allocate 2.00 GiB.")));

    [Fact]
    public void The_runtimes_own_exception_is_one() => Assert.True(MemoryShortage.Explains(new OutOfMemoryException()));
#pragma warning restore CA2201
}
