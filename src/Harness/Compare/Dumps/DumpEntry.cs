using System.Collections.Immutable;

namespace ScratchVsAutograd.Harness.Compare.Dumps;

/// <summary>What a dump has of one tensor.</summary>
/// <param name="Tensor">Its report.</param>
/// <param name="TextFile">The name of the text with both gradients side by side.</param>
internal sealed record DumpEntry(TensorReport Tensor, string TextFile)
{
    /// <summary>The arrays, each with the name that NumPy finds it by; a gradient that does not exist has none.</summary>
    public ImmutableArray<(string Name, TensorSnapshot Array)> Arrays
    {
        get
        {
            var values = Tensor.Values ?? throw new ArgumentException(
                $"The report of {Tensor.Name} has no values; compare with KeepValues.");
            (string Name, TensorSnapshot? Array)[] all =
                [("value", values.Value), ("scratch", values.Scratch), ("autograd", values.Autograd)];
            return [.. from one in all where one.Array is not null select ($"{Tensor.Name}/{one.Name}", one.Array)];
        }
    }
}
