using TorchSharp;

namespace ScratchVsAutograd.Tests.Build;

/// <summary>The outcome of the build: what was copied, and that it loads.</summary>
public class NativeLibraryTests
{
    [Fact]
    public void TorchSharp_loads_at_the_first_attempt()
    {
        using var ones = torch.ones(3);
        using var sum = ones.sum();

        Assert.Equal(3, sum.item<float>());
        // TorchSharp copies natives there before it tries a second time.
        var copies = Path.Combine(AppContext.BaseDirectory, "cpu");
        Assert.False(Directory.Exists(copies), $"A first attempt to load the library failed, now or earlier: delete {copies}.");
    }

    [LinuxX64Fact]
    public void The_build_copies_the_adapted_library_and_not_the_shipped_one()
    {
        var (exitCode, output) = MsBuild.Run(["-t:ResolveLockFileCopyLocalFiles", "-getItem:ReferenceCopyLocalPaths"], []);

        Assert.True(exitCode == 0, output);
        Assert.Contains("native/libLibTorchSharp.so", output, StringComparison.Ordinal);
        Assert.DoesNotContain(Repository.ShippedTorchSharp, output, StringComparison.Ordinal);
    }
}
