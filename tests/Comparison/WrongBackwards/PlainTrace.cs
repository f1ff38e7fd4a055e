using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards;

/// <summary>A trace of copied leaves in one dtype, whose parameters and watched tensors keep autograd's gradient.</summary>
internal sealed class PlainTrace(IReadOnlyList<Leaf> leaves, ScalarType dtype) : Trace(Copies(leaves, dtype))
{
    private protected override Tensor OnWatch(string name, Tensor value)
    {
        if (value.requires_grad) value.retain_grad();
        return value;
    }

    private static IEnumerable<KeyValuePair<string, Tensor>> Copies(IReadOnlyList<Leaf> leaves, ScalarType dtype)
    {
        foreach (var leaf in leaves)
        {
            var copy = leaf.Value.clone();
            if (copy.is_floating_point()) copy = copy.to(dtype);
            yield return KeyValuePair.Create(leaf.Name, copy.requires_grad_(leaf.Role == LeafRole.Parameter));
        }
    }
}
