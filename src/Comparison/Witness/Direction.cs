using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Witness;

/// <summary>A direction in which a tensor is moved.</summary>
/// <param name="Name">Such as <c>random 1</c> or <c>element [3, 7]</c>.</param>
/// <param name="Vector">v, float64, of the tensor's shape; the taker disposes of it.</param>
internal readonly record struct Direction(string Name, Tensor Vector);
