using static ScratchVsAutograd.CauseKind;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;

/// <summary>
/// Y (9, 4): the rows of E (6, 4) named by the indices i, some of them twice; index 0 is padding and gives zeros.
/// dE[iₙ] += dYₙ for every n that is not padding.
/// </summary>
public sealed class Embedding : Subject
{
    private Tensor? lastStep;

    public override Tensor Forward(Trace t) => Weigh(t, t["E"].index_select(0, t["i"]) * t["v"]);

    public override void Backward(Trace t, Gradients d)
        => d.Add(t["E"], zeros_like(t["E"]).index_add(0, t["i"], Unweigh(t, d) * t["v"], 1));

    [Wrong(13, "E", [OverwrittenContribution])]
    public static void DuplicatesOverwrite(Trace t, Gradients d)
    {
        var (dY, i, dE) = (Unweigh(t, d) * t["v"], t["i"].data<long>().ToArray(), zeros_like(t["E"]));
        for (var n = 0; n < i.Length; n++) dE[i[n]] = dY[n];
        d.Add(t["E"], dE); // WRONG: dE[i] = dY where += was meant
    }

    [Wrong(5, "E", [MaskMissing])]
    public static void PaddingGetsAGradient(Trace t, Gradients d)
        => d.Add(t["E"], zeros_like(t["E"]).index_add(0, t["i"], Unweigh(t, d), 1)); // WRONG: ∘ v

    [Wrong(4, "E", [FactorAlongAxis])]
    public static void DuplicatesAveraged(Trace t, Gradients d)
    {
        var uses = zeros_like(t["v"]).narrow(0, 0, 6).index_add(0, t["i"], ones_like(t["v"]), 1);
        var sum = zeros_like(t["E"]).index_add(0, t["i"], Unweigh(t, d) * t["v"], 1);
        d.Add(t["E"], sum / uses.clamp(min: 1)); // WRONG: the sum itself
    }

    [Wrong(39, "E", [SingleElement, PartialBlock])]
    public static void LastPositionForgotten(Trace t, Gradients d)
    {
        var dY = Unweigh(t, d) * t["v"];
        d.Add(t["E"], zeros_like(t["E"]).index_add(0, t["i"].narrow(0, 0, 8), dY.narrow(0, 0, 8), 1)); // WRONG: 9
    }

    [Wrong(12, "E", [Unrepeatable, DoubledContribution], Symptom = Symptom.Unrepeatable)]
    public void NotZeroedBetweenSteps(Trace t, Gradients d)
    {
        var dE = zeros_like(t["E"]).index_add(0, t["i"], Unweigh(t, d) * t["v"], 1);
        lastStep = Dice.Keep(lastStep is null ? dE : lastStep.to(dE.dtype) + dE);
        d.Add(t["E"], lastStep.clone()); // WRONG: the first step is right, the second has both
    }

    protected override IReadOnlyList<Leaf> Draw(Dice dice)
    {
        var i = Dice.Indices(3, 1, 0, 5, 3, 2, 0, 3, 4);
        return
        [
            Parameter("E", dice.Normal(6, 4)),
            Constant("i", i),
            Constant("v", Dice.Keep((i != 0).unsqueeze(1).to(ScalarType.Float32))),
            Constant("R", dice.Normal(9, 4)),
        ];
    }
}
