using ScratchVsAutograd.Harness.Data;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Tests.Harness.Data;

public class CsvRowsTests
{
    public static TheoryData<string, string> Readable => new()
    {
        { "plain", "1.5,-2,0\n3,4e1,1" },
        { "final newline", "1.5,-2,0\n3,4e1,1\n" },
        { "CRLF", "1.5,-2,0\r\n3,4e1,1\r\n" },
        { "blank lines", "\n\n1.5,-2,0\n\n   \n3,4e1,1\n\n" },
        { "spaces and tabs", "  1.5 , -2,\t0\n 3,4e1 ,1 " },
        { "quoted numbers", "\"1.5\",\"-2\",\"0\"\n3,\" 4e1\" , \"1\"" },
        { "labels with a fraction of zero", "1.5,-2,0.0\n3,4e1,1e0" },
        { "header", "height,weight,label\n1.5,-2,0\n3,4e1,1" },
        { "header after a blank line", "\nheight,weight,label\n1.5,-2,0\n3,4e1,1" },
        { "quoted header with a comma", "\"height, cm\",weight,\"label\"\n1.5,-2,0\n3,4e1,1" },
        { "header with numbered columns", "0,1,label\n1.5,-2,0\n3,4e1,1" },
    };

    [Theory]
    [MemberData(nameof(Readable))]
    public void Reads(string form, string text)
    {
        Assert.NotEmpty(form);
        var rows = Read(text);
        Assert.Equal(2, rows.Features);
        Assert.Equal([1.5f, -2, 3, 40], rows.Values.ToArray());
        Assert.Equal([0, 1], rows.Labels.ToArray());
    }

    [Theory]
    [InlineData("", "f.csv is empty; expected rows of comma-separated numbers, the last one the label.")]
    [InlineData("\n \r\n", "f.csv is empty; expected rows of comma-separated numbers, the last one the label.")]
    [InlineData("a,b\n", "f.csv holds a header and nothing else; expected rows of comma-separated numbers, the last one the label.")]
    [InlineData("5\n6\n", "f.csv, line 1: there is one column only; expected features and then a label, separated by commas.")]
    [InlineData("1;2\n3;4\n", "f.csv, line 1: there is one column only; expected features and then a label, separated by commas.")]
    [InlineData("1,2,0\n\n3,1\n", "f.csv, line 3: the number of columns is 2, expected 3 as in the first row.")]
    [InlineData("a,b,c\n1,2,0\n1,2,3,0\n", "f.csv, line 3: the number of columns is 4, expected 3 as in the first row.")]
    [InlineData("1,2,0\n1,two,0\n", "f.csv, line 2: column 2 is 'two', expected a number such as 1.5.")]
    [InlineData("1,two,0\n", "f.csv, line 1: column 2 is 'two', expected a number such as 1.5.")]
    [InlineData("1,,0\n", "f.csv, line 1: column 2 is empty, expected a number such as 1.5.")]
    [InlineData("1,\"2\"3,0\n", "f.csv, line 1: column 2 is '\"2\"3', expected a number such as 1.5.")]
    [InlineData("1,\"1,5\",0\n", "f.csv, line 1: column 2 is '1,5', expected a number such as 1.5.")]
    [InlineData("1,\"2\n3\",0\n", "f.csv, line 1: column 2 is '2?3', expected a number such as 1.5.")]
    [InlineData(
        "1,0\nabcdefghijklmnopqrstuvwxyz,0\n", "f.csv, line 2: column 1 is 'abcdefghijklmnopqrstuvwx…', expected a number such as 1.5.")]
    [InlineData(
        "1,0\nNaN,0\n", "f.csv, line 2: column 1 is 'NaN', expected a finite number of magnitude 1e30 or less; remove or repair the row.")]
    [InlineData(
        "1,0\n-Infinity,0\n",
        "f.csv, line 2: column 1 is '-Infinity', expected a finite number of magnitude 1e30 or less; remove or repair the row.")]
    [InlineData(
        "1,0\n1e400,0\n",
        "f.csv, line 2: column 1 is '1e400', expected a finite number of magnitude 1e30 or less; remove or repair the row.")]
    [InlineData(
        "1,0\n-2e30,0\n",
        "f.csv, line 2: column 1 is '-2e30', expected a finite number of magnitude 1e30 or less; remove or repair the row.")]
    [InlineData("1,0\n1,0.5\n", "f.csv, line 2: the label in the last column is '0.5', expected a whole number, 0 or more.")]
    [InlineData("1,-1\n", "f.csv, line 1: the label in the last column is '-1', expected a whole number, 0 or more.")]
    [InlineData("1,NaN\n", "f.csv, line 1: the label in the last column is 'NaN', expected a whole number, 0 or more.")]
    [InlineData("1,\n", "f.csv, line 1: the label in the last column is empty, expected a whole number, 0 or more.")]
    [InlineData("5.1,setosa\n4.9,setosa\n", "f.csv, line 2: the label in the last column is 'setosa', expected a whole number, 0 or more.")]
    [InlineData(
        "1,0\n1,1e9\n", "f.csv, line 2: the label in the last column is '1e9', expected one below 10000; number the classes from 0.")]
    [InlineData(
        "1,0\n1,Infinity\n",
        "f.csv, line 2: the label in the last column is 'Infinity', expected one below 10000; number the classes from 0.")]
    public void RefusesInOneSentence(string text, string sentence)
        => Assert.Equal(sentence, Assert.Throws<InputException>(() => Read(text)).Message);

    [Fact]
    public void RefusesALineWithoutEnd()
    {
        var error = Assert.Throws<InputException>(() => Read("1,\"" + new string('2', 1 << 25)));
        Assert.Equal(
            "f.csv has a line of more than 16 million characters, or a quote that is never closed; is it a CSV file?", error.Message);
    }

    private static LabelledRows Read(string text)
    {
        using var reader = new StringReader(text);
        return CsvRows.Read(reader, "f.csv");
    }
}
