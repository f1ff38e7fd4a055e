using ScratchVsAutograd.Harness.Train;

namespace ScratchVsAutograd.Tests.Harness.Train;

public class TrainingCsvTests
{
    [Fact]
    public void EveryEpochIsALineWithAllItsDigits()
    {
        var log = TrainingCases.Log(0, 0) with
        {
            Epochs =
            [
                new(
                    0, TrainingCases.Score(0.1 + 0.2, 0.5, 0.25), TrainingCases.Score(double.NaN, 1, 0),
                    new(5.960464477539063e-8, 1e-7, 0.5, "W1")),
                new(
                    1, TrainingCases.Score(double.PositiveInfinity, 0, 0), TrainingCases.Score(1.0 / 3, 0, 0),
                    new(0, 0, double.PositiveInfinity, "W1")),
            ],
        };
        using var writer = new StringWriter();
        TrainingCsv.Write(writer, log);
        Assert.Equal(
            "epoch,loss_scratch,loss_autograd,max_parameter_difference,relative_parameter_difference,tolerance_budget,"
            + "training_accuracy_scratch,training_accuracy_autograd,validation_accuracy_scratch,validation_accuracy_autograd\n"
            + "0,0.30000000000000004,NaN,5.960464477539063e-08,1e-07,0.5,0.5,1,0.25,0\n"
            + "1,Inf,0.3333333333333333,0,0,Inf,0,0,0,0\n",
            writer.ToString());
    }
}
