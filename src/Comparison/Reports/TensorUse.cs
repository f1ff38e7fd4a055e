namespace ScratchVsAutograd;

/// <summary>One use of a tensor by another in the forward pass.</summary>
/// <param name="Used">The tensor.</param>
/// <param name="By">The watched tensor that is made from it, or <see cref="ForwardReport.Loss"/>.</param>
internal sealed record TensorUse(string Used, string By);
