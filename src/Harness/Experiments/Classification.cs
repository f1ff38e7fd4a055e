using ScratchVsAutograd.Harness.Data;

namespace ScratchVsAutograd.Harness.Experiments;

/// <summary>What all experiments that classify labelled rows have in common.</summary>
internal static class Classification
{
    /// <summary>Puts a network on the data; all tensors live in the caller's dispose scope.</summary>
    /// <param name="data">Its training rows are learned from, its validation rows are what accuracy is measured on.</param>
    /// <param name="batch">How many of the training rows are compared on; null for all.</param>
    /// <param name="logits">What the network calls the logits (N, C).</param>
    /// <param name="training">The network in training on some rows; it calls the classes <c>y</c>.</param>
    /// <param name="evaluation">
    /// The same in evaluation, after a forward pass in training over all training rows; null where the two do not differ.
    /// </param>
    /// <exception cref="Harness.Options.InputException">There are not as many rows.</exception>
    public static PreparedExperiment Prepare(
        DataSet data, int? batch, string logits, Func<Batch, Computation> training, Func<Batch, Trace, Computation>? evaluation = null)
    {
        var compared = batch is { } rows ? data.Take(rows) : data;
        var (all, held) = (data.TrainingBatch(), data.ValidationBatch());
        return new PreparedExperiment(training(batch is null ? all : compared.TrainingBatch()), compared.Description)
        {
            Training = new TrainingRows(data.Training.Count, data.Description, rows => training(all.Rows(rows))),
            Validation = pass => evaluation is null ? training(held) : evaluation(held, pass),
            Measures = Accuracy.Measures(logits, "y"),
        };
    }
}
