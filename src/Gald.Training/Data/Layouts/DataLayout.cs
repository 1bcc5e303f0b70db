namespace Gald.Data;

/// <summary>How a data set lies in its folder.</summary>
public enum DataLayout
{
    /// <summary>What is there decides.</summary>
    Automatic,

    /// <summary><c>SPLIT</c> with images and <c>SPLITannot</c> with labels; or both inside of the split, as <c>SPLIT/images</c> and <c>SPLIT/masks</c>, <c>labels</c> or <c>annotations</c>.</summary>
    Folders,

    /// <summary>Cityscapes as it is downloaded: <c>leftImg8bit/SPLIT/CITY</c> and <c>gtFine/SPLIT/CITY</c>.</summary>
    Cityscapes,

    /// <summary>Pascal VOC: <c>JPEGImages</c>, <c>SegmentationClass</c>, and names in <c>ImageSets/Segmentation/SPLIT.txt</c>.</summary>
    PascalVoc,

    /// <summary>CVAT's export "Segmentation mask": as Pascal VOC, with classes and colours in <c>labelmap.txt</c>.</summary>
    Cvat,

    /// <summary>What labelme's <c>labelme2voc.py</c> writes, one folder a split: <c>SPLIT/JPEGImages</c>, <c>SPLIT/SegmentationClassPNG</c>, <c>class_names.txt</c>.</summary>
    Labelme,

    /// <summary>ADE20K's scene parsing: <c>images/SPLIT</c> and <c>annotations/SPLIT</c> (or <c>labels</c>, <c>masks</c>), id 0 ignored where <c>objectInfo150.txt</c> is.</summary>
    Ade20K,

    /// <summary>MMSegmentation's: <c>img_dir/SPLIT</c> and <c>ann_dir/SPLIT</c>.</summary>
    ImgDir,

    /// <summary>Roboflow's "semantic segmentation masks": image and <c>NAME_mask.png</c> in one folder, classes in <c>_classes.csv</c>.</summary>
    Roboflow,
}
