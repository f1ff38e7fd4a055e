using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Contract;

/// <summary>What two runs wrote for one tensor; null where one wrote nothing.</summary>
internal readonly record struct RepeatedPair(Tensor? First, Tensor? Second);
