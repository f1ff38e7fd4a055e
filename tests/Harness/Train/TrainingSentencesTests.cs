using ScratchVsAutograd.Harness.Train;

namespace ScratchVsAutograd.Tests.Harness.Train;

public class TrainingSentencesTests
{
    [Theory]
    [InlineData("AGREE: after 2 epochs the parameters of both networks are exactly the same.", 0d, 0d, 0d)]
    [InlineData("AGREE: after 2 epochs no parameter of the two networks differs by more than 5e-6, 50 % of the tolerance.", 0d, 0.1, 0.5)]
    [InlineData("AGREE: after 1 epoch no parameter of the two networks differs by more than 1e-5, 100 % of the tolerance.", 0d, 1d)]
    [InlineData(
        "DISAGREE: after 3 epochs parameters differ by up to 3e-5, most in W2, by 3 times the tolerance; epoch 2 was the first out of "
            + "tolerance.",
        0d, 1d, 2d, 3d)]
    [InlineData(
        "DISAGREE: after 2 epochs not all parameters are finite; epoch 1 was the first out of tolerance.", 0d, double.NaN, double.NaN)]
    public void TheClosingSentenceSaysWhatHappened(string sentence, params double[] budgets)
        => Assert.Equal(sentence, TrainingSentences.Closing(TrainingCases.Log(budgets)));

    [Fact]
    public void WhatAgreesInFloat64IsRounding()
        => Assert.Equal(
            "AGREE: up to rounding; after 1 epoch parameters differ by up to 2e-5, most in W2, but the same training in float64 ends "
                + "within 3e-16.",
            TrainingSentences.Closing(TrainingCases.Log(0, 2) with { InFloat64 = new ParameterDrift(3e-16, 3e-16, 0.1, "W1") }));

    [Fact]
    public void WhatDisagreesInFloat64TooIsNot()
        => Assert.Equal(
            "DISAGREE: after 1 epoch parameters differ by up to 2e-5, most in W2, by 2 times the tolerance; epoch 1 was the first out of "
                + "tolerance. In float64 they differ by 5 times its tolerance.",
            TrainingSentences.Closing(TrainingCases.Log(0, 2) with { InFloat64 = new ParameterDrift(1e-5, 1e-5, 5, "W1") }));

    [Fact]
    public void NothingIsNotedWhereNothingHappened() => Assert.Empty(TrainingSentences.Notes(TrainingCases.Log(0, 0.5, 0.5)));

    [Fact]
    public void AnExcursionIsNotedAlthoughTheEndAgrees()
        => Assert.Equal(
            ["Along the way the parameters were out of tolerance, first after epoch 1 and last after epoch 3."],
            TrainingSentences.Notes(TrainingCases.Log(0, 2, 0, 2, 1)));

    [Theory]
    [InlineData("The loss of autograd is not finite from epoch 1 (Inf) on.", 2.5, double.PositiveInfinity, double.NaN)]
    [InlineData("The loss of autograd is not finite from epoch 0 (NaN) to epoch 1.", double.NaN, double.NaN, 2.5)]
    public void ALossThatIsNotFiniteIsNotedWithItsEpoch(string sentence, params double[] losses)
    {
        var log = TrainingCases.Log(0, 0, 0);
        var epochs = log.Epochs.Zip(losses, (record, loss) => record with { Autograd = record.Autograd with { Loss = loss } });
        Assert.Equal([sentence], TrainingSentences.Notes(log with { Epochs = [.. epochs] }));
    }

    [Fact]
    public void AgreementThatCouldNotHaveFailedIsNoted()
        => Assert.Equal(
            [
                "All updates of B1, B2 together were smaller than the tolerance, so agreement says nothing about these; "
                + "train longer, or raise --learning-rate.",
            ],
            TrainingSentences.Notes(TrainingCases.Log(0, 0.1) with { Unmoved = ["B1", "B2"] }));
}
