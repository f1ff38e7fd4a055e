using static TorchSharp.torch;

namespace ScratchVsAutograd.Ops;

/// <summary>
/// The transpose of broadcasting: what was repeated is summed. Where an op stretched T to Y's shape, each element of T was used several
/// times, and dT is the sum over its uses.
/// </summary>
internal static class Unbroadcast
{
    /// <summary>The gradient summed over the axes along which a tensor of that shape was stretched.</summary>
    /// <param name="gradient">Of the broadcast shape.</param>
    /// <param name="shape">The tensor's own shape.</param>
    /// <returns>Of that shape; <paramref name="gradient"/> itself where nothing was stretched.</returns>
    public static Tensor To(Tensor gradient, ReadOnlySpan<long> shape)
    {
        var from = gradient.shape;
        var added = from.Length - shape.Length;
        var stretched = new List<long>();
        for (var axis = 0; axis < from.Length; axis++)
        {
            if (axis < added || (shape[axis - added] == 1 && from[axis] != 1)) stretched.Add(axis);
        }

        return stretched.Count == 0 ? gradient : gradient.sum([.. stretched], keepdim: true).reshape(shape.ToArray());
    }
}
