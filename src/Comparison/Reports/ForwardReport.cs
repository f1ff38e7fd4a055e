namespace ScratchVsAutograd;

/// <summary>One value of the forward pass against the same value of the computation's independent reference forward.</summary>
public sealed record ForwardReport
{
    /// <summary>What the loss is called here.</summary>
    public const string Loss = "loss";

    /// <summary>The name that both forward passes gave, or <see cref="Loss"/>.</summary>
    public required string Name { get; init; }

    /// <summary>The numbers; the reference stands where autograd does for gradients.</summary>
    public required TensorDiff Diff { get; init; }

    /// <summary>Whether it is out of tolerance by rounding only: the difference vanishes in the other precision.</summary>
    public required bool IsRounding { get; init; }

    /// <summary>Whether the two forward passes agree on it.</summary>
    public bool Agrees => Diff.AllClose || IsRounding;
}
