using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// Cross-entropy over logits Z (8, 5) and labels (8,), of which those that are −100 are left out:
/// L = −Σ v log p[label] / Σ v, with v = 1 where the label counts. dZ = v (P − onehot) / Σ v.
/// </summary>
public sealed class IgnoredLabels : Subject
{
    private const long Ignored = -100;

    public override Tensor Forward(Trace t)
    {
        var Z = t["Z"];
        var logP = Z.log_softmax(1);
        var (valid, hot) = Targets(t);
        t.Keep("P", logP.exp());
        return -(hot * logP * valid).sum() / valid.sum();
    }

    public override void Backward(Trace t, Gradients d)
    {
        var (valid, hot) = Targets(t);
        d.Add(t["Z"], (t["P"] - hot) * valid / valid.sum());
    }

    [Wrong(5, "Z", [MaskMissing])]
    public static void IgnoredRowsGetAGradient(Trace t, Gradients d)
    {
        var (valid, hot) = Targets(t);
        d.Add(t["Z"], (t["P"] - hot) / valid.sum()); // WRONG: ∘ v
    }

    [Wrong(3, "Z", [ConstantFactor])]
    public static void DividedByAllRows(Trace t, Gradients d)
    {
        var (valid, hot) = Targets(t);
        d.Add(t["Z"], (t["P"] - hot) * valid / valid.shape[0]); // WRONG: only those that count
    }

    [Wrong(39, "Z", [PartialBlock])]
    public static void LastRowsNeverReached(Trace t, Gradients d)
    {
        var (valid, hot) = Targets(t);
        var reached = arange(valid.shape[0]).unsqueeze(1) < 6;
        d.Add(t["Z"], (t["P"] - hot) * valid * reached / valid.sum()); // WRONG: 8 rows in blocks of 3
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice) =>
    [
        Parameter("Z", dice.Normal(8, 5)),
        Constant("labels", Dice.Indices(3, 0, Ignored, 4, 1, Ignored, 2, 3)),
    ];

    /// <summary>v (8, 1) and the one-hot rows (8, 5), in Z's dtype; an ignored row's is meaningless.</summary>
    private static (Tensor Valid, Tensor Hot) Targets(Trace t)
    {
        var (labels, Z) = (t["labels"], t["Z"]);
        var place = labels.clamp(min: 0).unsqueeze(1);
        var hot = zeros_like(Z).detach().scatter(1, place, ones_like(place).to(Z.dtype));
        return ((labels != Ignored).unsqueeze(1).to(Z.dtype), hot);
    }
}
