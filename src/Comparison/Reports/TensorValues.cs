namespace ScratchVsAutograd;

/// <summary>A tensor and both its gradients.</summary>
/// <param name="Value">The tensor itself.</param>
/// <param name="Scratch">The hand-written gradient; null where there is none.</param>
/// <param name="Autograd">Autograd's gradient; null where there is none.</param>
public sealed record TensorValues(TensorSnapshot Value, TensorSnapshot? Scratch, TensorSnapshot? Autograd);
