namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup;

/// <summary>What was written is the gradient of another tensor: two gradients were mixed up.</summary>
internal static class Swapped
{
    /// <summary>Finds that tensor.</summary>
    public static Story? Find(Suspect suspect, Evidence evidence)
    {
        var upstreams = suspect.MadeFrom;
        foreach (var other in suspect.Runs.Compared)
        {
            // What comes in may well be passed on.
            if (other == suspect.Name || upstreams.Contains(other)) continue;
            if (!Is(evidence, scene => scene.Scratch, other) || Is(evidence, scene => scene.Autograd, other)) continue;
            var isMutual = suspect.ScratchOf(other) is { } wrong && Match.IsComparable(wrong, suspect.Autograd!)
                && Match.Explains(wrong, suspect.Autograd!);
            return new Story(
                CauseKind.Swapped, isMutual ? $"and that of {other} are swapped" : $"is that of {other}",
                $"scratch = d{other}, autograd's gradient of "
                    + $"{other}{(isMutual ? $", and what was written for {other} is d{suspect.Name}" : "")}",
                $"hand each gradient to its own tensor: what was written here belongs to {other}", isMutual ? 0 : 1);
        }

        return null;
    }

    private static bool Is(Evidence evidence, Func<Scene, TorchSharp.torch.Tensor> side, string other)
    {
        var expression = new Expressions.NamedTensor(
            $"d{other}", scene => scene.Gradient(other) is { } gradient && gradient.numel() == scene.Autograd.numel()
            && gradient.dim() <= scene.Shape.Length ? gradient : null, 1);
        var values = evidence.Values(side);
        return evidence.Suffices(values, 0) && evidence.Residual(new([Search.Term.Of(1, expression)]), side) is not null;
    }
}
