using ScratchVsAutograd.Comparison.Diagnosis.Experiments;
using ScratchVsAutograd.Harness.Experiments.Notebook;
using ScratchVsAutograd.Tests.Comparison.WrongBackwards;
using ScratchVsAutograd.Tests.Comparison.WrongBackwards.Subjects;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Comparison.Diagnosis.Experiments;

public sealed class CounterfactualAgreesTests : TensorTest
{
    [Fact]
    public void A_variant_that_agrees_is_the_cause()
    {
        var wrong = WrongBackwardCatalog.Named("Dense.WeightTransposed").Computation;
        var found = new CounterfactualAgrees().Explain(Suspects.Of(new Offering(wrong, new Dense()), "W"));
        Assert.NotNull(found);
        Assert.Equal((CauseKind.Counterfactual, ExplanationKind.Counterfactual, 0), (found.Cause, found.Kind, found.Complexity));
        Assert.Contains("with the right backward, in float64, the two agree", found.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_variant_that_differs_too_explains_nothing()
    {
        var wrong = WrongBackwardCatalog.Named("Dense.WeightTransposed").Computation;
        var other = WrongBackwardCatalog.Named("Dense.WeightDoubled").Computation;
        Assert.Null(new CounterfactualAgrees().Explain(Suspects.Of(new Offering(wrong, other), "W")));
    }

    [Fact]
    public void The_notebook_is_explained_by_its_epsilon()
    {
        var computation = NotebookExperiment.Prepare(new NotebookSettings { Initialization = WeightInitialization.Randn }).Computation;
        var found = Assert.Single(Comparer.Run(computation).Explanations);
        Assert.Equal(("Z2", CauseKind.Counterfactual), (found.Tensor, found.Cause));
        Assert.Contains("without the 1e-10 that is added", found.Text, StringComparison.Ordinal);
        Assert.Contains("in float64, the two agree to ", found.Text, StringComparison.Ordinal);
        Assert.Matches(@"^[\d,]+ of 1,437 rows have a true-class probability below 1e-10;", found.Evidence);
        Assert.Equal("use a log-softmax, which needs no epsilon, or keep the probabilities far above it, as He scaling does", found.Fix);
        Assert.EndsWith("SoftmaxCrossEntropy.cs", found.Source!.File, StringComparison.Ordinal);
    }

    private sealed class Offering(Computation computation, Computation variant) : Computation
    {
        public override string Name => computation.Name;

        public override IReadOnlyList<Leaf> Leaves => computation.Leaves;

        public override IEnumerable<Counterfactual> Counterfactuals => [new("right", "with the right backward", variant)];

        public override Tensor Forward(Trace t) => computation.Forward(t);

        public override void Backward(Trace t, Gradients d) => computation.Backward(t, d);
    }
}
