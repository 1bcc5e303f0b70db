using Gald.Data;
using Gald.Pictures;
using Xunit;

namespace Gald.Runtime.Tests.Data;

/// <summary>Data sets as they are downloaded and exported are found, with the classes that come with them.</summary>
public sealed class LayoutTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(DataLayout.Folders, "train/a.jpg", "trainannot/a.png")]
    [InlineData(DataLayout.Folders, "train/images/a.jpg", "train/masks/a.png")]
    [InlineData(DataLayout.Folders, "train/a.jpg", "trainannot/a_mask.png")]
    [InlineData(DataLayout.ImgDir, "img_dir/train/a.jpg", "ann_dir/train/a.png")]
    [InlineData(DataLayout.Ade20K, "images/training/a.jpg", "annotations/training/a.png")]
    [InlineData(DataLayout.Ade20K, "images/train/a.jpg", "labels/train/a.png")]
    [InlineData(DataLayout.Cityscapes, "leftImg8bit/train/ulm/ulm_1_2_leftImg8bit.png", "gtFine/train/ulm/ulm_1_2_gtFine_labelIds.png")]
    [InlineData(DataLayout.Labelme, "train/JPEGImages/a.jpg", "train/SegmentationClassPNG/a.png")]
    public void Pairs_are_found_where_they_are(DataLayout layout, string image, string label)
    {
        Pair(image, label);
        foreach (var kind in new[] { layout, DataLayout.Automatic })
        {
            var scenes = new FolderScenes(folder.Path, "train", Two, new FolderOptions { Layout = kind });
            Assert.Equal(1, scenes.Count);
            Assert.Equal(Path.GetFileName(image), scenes.Load(0).Name);
            Assert.Equal(layout == DataLayout.Folders, scenes.Remarks.Count == 0);
        }
        Assert.Throws<GaldException>(() => new FolderScenes(folder.Path, "val", Two));
    }

    [Fact]
    public void Cityscapes_training_ids_come_first_and_all_cities_are_read()
    {
        foreach (var city in new[] { "aachen", "bochum" })
        {
            Pair($"leftImg8bit/val/{city}/{city}_0_leftImg8bit.png", $"gtFine/val/{city}/{city}_0_gtFine_labelTrainIds.png");
            Pair($"leftImg8bit/val/{city}/{city}_0_leftImg8bit.png", $"gtFine/val/{city}/{city}_0_gtFine_labelIds.png");
        }
        var scenes = new FolderScenes(folder.Path, "val", ClassTable.Cityscapes);
        Assert.Equal(2, scenes.Count);
        Assert.Equal(ClassTable.Cityscapes, scenes.Classes);
        foreach (var city in new[] { "aachen", "bochum" })
            File.Delete(folder.File("gtFine", "val", city, $"{city}_0_gtFine_labelTrainIds.png"));
        Assert.Equal(ClassTable.CityscapesLabelIds, new FolderScenes(folder.Path, "val", ClassTable.Cityscapes).Classes);
    }

    [Fact]
    public void Pascal_Voc_lists_say_which_images_are_of_a_split()
    {
        foreach (var name in new[] { "2007_1", "2007_2", "2007_3" })
            Pair($"VOCdevkit/VOC2012/JPEGImages/{name}.jpg", $"VOCdevkit/VOC2012/SegmentationClass/{name}.png");
        File.WriteAllText(folder.File("VOCdevkit", "VOC2012", "ImageSets", "Segmentation", "train.txt"), "2007_1\r\n2007_3 \n\n");
        File.WriteAllText(folder.File("VOCdevkit", "VOC2012", "ImageSets", "Segmentation", "val.txt"), "2007_4\n");
        Assert.Equal(ClassTable.PascalVoc, FolderScenes.FindClasses(folder.Path, DataLayout.Automatic));
        var scenes = new FolderScenes(folder.Path, "train", ClassTable.PascalVoc);
        Assert.Equal(["2007_1.jpg", "2007_3.jpg"], Enumerable.Range(0, scenes.Count).Select(i => scenes.Load(i).Name));
        Assert.Contains("names '2007_4'", Assert.Throws<GaldException>(() => new FolderScenes(folder.Path, "val", ClassTable.PascalVoc)).Message);
    }

    [Fact]
    public void Cvat_tells_its_classes_and_colours()
    {
        Pair("JPEGImages/a.jpg", "SegmentationClass/a.png");
        File.WriteAllText(folder.File("ImageSets", "Segmentation", "default.txt"), "a\n");
        File.WriteAllText(folder.File("labelmap.txt"), "# label:color_rgb:parts:actions\nbackground:0,0,0::\nroad:128,64,128::\n");
        var table = FolderScenes.FindClasses(folder.Path, DataLayout.Automatic)!;
        Assert.Equal([new SceneClass("background", 0, 0, 0), new SceneClass("road", 128, 64, 128)], table.Classes);
        Assert.Equal(1, new FolderScenes(folder.Path, "default", table).Count);
        Assert.Contains("holds a single image", Assert.Throws<GaldException>(() => new FolderScenes(folder.Path, "train", table)).Message);
    }

    [Theory]
    [InlineData("images", "masks")]
    [InlineData("JPEGImages", "SegmentationClassPNG")]
    [InlineData("JPEGImages", "SegmentationClass", "default.txt")]
    public void Of_data_that_are_not_split_every_fifth_image_is_validated_on(string images, string labels, string? list = null)
    {
        string[] names = ["a", "b", "c", "d", "e", "f", "g"];
        foreach (var name in names)
            Pair($"{images}/{name}.jpg", $"{labels}/{name}.png");
        if (list is not null)
        {
            File.WriteAllLines(folder.File("ImageSets", "Segmentation", list), names);
            File.WriteAllText(folder.File("labelmap.txt"), "road:128,64,128::\n");
        }

        var (train, val) = (new FolderScenes(folder.Path, "train", Two), new FolderScenes(folder.Path, "val", Two));

        Assert.Equal(["a.jpg", "b.jpg", "c.jpg", "d.jpg", "f.jpg", "g.jpg"], Enumerable.Range(0, train.Count).Select(i => train.Load(i).Name));
        Assert.Equal("e.jpg", val.Load(0).Name);
        Assert.Equal(1, val.Count);
        Assert.Contains("is not split into train and val: every fifth of its 7 images is kept", string.Join('\n', val.Remarks), StringComparison.Ordinal);
        Assert.Throws<GaldException>(() => new FolderScenes(folder.Path, "test", Two));
    }

    [Fact]
    public void Roboflow_tells_its_classes_and_calls_val_valid()
    {
        Pair("valid/a_jpg.rf.0.jpg", "valid/a_jpg.rf.0_mask.png");
        File.WriteAllText(folder.File("valid", "_classes.csv"), "Pixel Value, Class\n0, background\n1, road\n");
        var table = FolderScenes.FindClasses(folder.Path, DataLayout.Automatic)!;
        Assert.Equal(["background", "road"], table.Classes.Select(c => c.Name));
        var scenes = new FolderScenes(folder.Path, "val", table);
        Assert.Equal("a_jpg.rf.0.jpg", scenes.Load(0).Name);
        Assert.Contains("roboflow", Assert.Single(scenes.Remarks));
    }

    [Fact]
    public void Labelme_and_Ade20K_tell_their_classes()
    {
        Pair("train/JPEGImages/a.jpg", "train/SegmentationClassPNG/a.png");
        File.WriteAllText(folder.File("train", "class_names.txt"), "_background_\nroad\n");
        Assert.Equal(["_background_", "road"], FolderScenes.FindClasses(folder.Path, DataLayout.Automatic)!.Classes.Select(c => c.Name));

        using var other = new TemporaryFolder();
        File.WriteAllText(other.File("objectInfo150.txt"), "Idx\tRatio\tTrain\tVal\tStuff\tName\n1\t0.1\t1\t1\t1\twall\n2\t0.1\t1\t1\t1\tbuilding, edifice\n");
        var ade = FolderScenes.FindClasses(other.Path, DataLayout.Automatic)!;
        Assert.Equal([255, 0, 1], new[] { 0, 1, 2 }.Select(id => (int)ade.Meanings()[id]));
        Assert.Equal("building, edifice", ade.Classes[1].Name);
    }

    [Theory]
    [InlineData("leftImg8bit/val/ulm/u_leftImg8bit.png", "gtFine/val/ulm/u_gtFine_labelIds.png", "gtFine/val/ulm/u_gtFine_instanceIds.png", 16, new[] { 0, 26001, 0, 26002, 0, 26002 })]
    [InlineData("val/JPEGImages/a.jpg", "val/SegmentationClassPNG/a.png", "val/SegmentationObjectPNG/a.png", 8, new[] { 26, 3, 0, 4, 0, 4 })]
    [InlineData("val/JPEGImages/a.jpg", "val/SegmentationClass/a.png", "val/SegmentationObject/a.png", 8, new[] { 26, 3, 0, 4, 0, 4 })]
    [InlineData("JPEGImages/a.jpg", "SegmentationClass/a.png", "SegmentationObject/a.png", 8, new[] { 26, 3, 0, 4, 0, 4 })]
    public void Files_that_tell_things_apart_are_found(string image, string label, string instances, int depth, int[] expected)
    {
        Pair(image, label);
        if (label[0] == 'S')
            File.WriteAllText(folder.File("ImageSets", "Segmentation", "val.txt"), "a\n");
        Assert.Null(Open().LoadWithInstances(0).Instances);

        // As Cityscapes has them, the class of a crowd is a number too.
        int[] numbers = depth == 16 ? [26, 26001, 0, 26002, 0, 26002] : expected;
        File.WriteAllBytes(folder.File(instances.Split('/')), PngBytes.Write(numbers, 3, depth, PngBytes.Grey, [], gamma: 0));
        Assert.Equal(expected, Open().LoadWithInstances(0).Instances);
        Assert.Null(Open().Load(0).Instances);

        File.WriteAllBytes(folder.File(instances.Split('/')), PngBytes.Write(numbers, 2, depth, PngBytes.Grey, [], gamma: 0));
        Assert.Contains("is 2×3 and the label 3×2 pixels", Assert.Throws<GaldException>(() => Open().LoadWithInstances(0)).Message);

        FolderScenes Open() => new(folder.Path, "val", Two);
    }

    [Fact]
    public void Colours_tell_things_apart_as_Cvat_draws_them()
    {
        Pair("JPEGImages/a.jpg", "SegmentationClass/a.png");
        File.WriteAllText(folder.File("ImageSets", "Segmentation", "val.txt"), "a\n");
        File.WriteAllText(folder.File("labelmap.txt"), "a:1,1,1::\nb:2,2,2::\n");
        File.WriteAllBytes(folder.File("SegmentationObject", "a.png"), PngBytes.Write([0, 0, 0, 1, 2, 3, 1, 2, 3, 9, 9, 9, 0, 0, 0, 0, 0, 0], 3, 8, PngBytes.Colour, [], gamma: 0));
        Assert.Equal([0, 0x010203, 0x010203, 0x090909, 0, 0], new FolderScenes(folder.Path, "val", Two).LoadWithInstances(0).Instances!);
    }

    [Fact]
    public void A_table_in_the_folder_comes_before_that_of_the_layout()
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "train"));
        File.WriteAllText(folder.File("train", "_classes.csv"), "Pixel Value, Class\n0, x\n1, y\n");
        File.WriteAllText(folder.File("classes.txt"), "0 a 1 1 1\n1 b 2 2 2\n");
        Assert.Equal("a", FolderScenes.FindClasses(folder.Path, DataLayout.Automatic)!.Classes[0].Name);
    }

    private static ClassTable Two => new([new("a", 1, 1, 1), new("b", 2, 2, 2)], []);

    private void Pair(string image, string label)
    {
        // What is in them matters less than where they are; any decoder goes by the content.
        ImageFiles.WritePng(folder.File(image.Split('/')), new RgbImage(2, 3, new byte[18]));
        ImageFiles.WriteLabelPng(folder.File(label.Split('/')), [0, 1, 0, 1, 0, 1], 2, 3);
    }
}
