using System.Collections.Immutable;
using ScratchVsAutograd.Comparison.Diagnosis;

namespace ScratchVsAutograd.Tests.Comparison.Diagnosis;

public sealed class AlternativesTests
{
    [Fact]
    public void Two_that_say_different_things_are_both_given()
        => Assert.Equal(2, Of(Fit(CauseKind.Transpose, 2), Fit(CauseKind.ConstantFactor, 2)).Length);

    [Fact]
    public void One_that_says_the_same_in_other_words_is_not()
        => Assert.Equal(
            CauseKind.MissingContribution, Assert.Single(Of(Fit(CauseKind.MissingContribution, 0), Fit(CauseKind.MissingTerm, 2))).Cause);

    [Fact]
    public void A_term_that_is_off_where_a_mask_is_wrong_is_that_mask()
        => Assert.Equal(CauseKind.MaskMissing, Assert.Single(Of(Fit(CauseKind.MaskMissing, 3), Fit(CauseKind.MissingTerm, 3))).Cause);

    [Fact]
    public void One_that_assumes_much_more_is_not()
        => Assert.Equal(CauseKind.Sign, Assert.Single(Of(Fit(CauseKind.Sign, 1), Fit(CauseKind.Permutation, 4))).Cause);

    [Fact]
    public void What_was_proven_needs_no_second_one()
        => Assert.Single(Of(Fit(CauseKind.Counterfactual, 0) with { Kind = ExplanationKind.Counterfactual }, Fit(CauseKind.Transpose, 1)));

    [Fact]
    public void There_is_never_a_third()
        => Assert.Equal(2, Of(Fit(CauseKind.Transpose, 2), Fit(CauseKind.ConstantFactor, 2), Fit(CauseKind.MaskMissing, 3)).Length);

    private static ImmutableArray<Explanation> Of(params Explanation[] survivors) => Alternatives.Of([.. survivors]);

    private static Explanation Fit(CauseKind cause, int complexity) => new()
    {
        Tensor = "X",
        Source = null,
        Cause = cause,
        Kind = ExplanationKind.Signature,
        Text = "a text",
        Evidence = "evidence",
        Fix = "a fix",
        Residual = 0,
        Complexity = complexity,
    };
}
