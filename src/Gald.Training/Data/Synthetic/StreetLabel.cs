namespace Gald.Data.Synthetic;

/// <summary>The class ids of <see cref="ClassTable.StreetScenes"/>.</summary>
internal enum StreetLabel : byte
{
    Sky,
    Building,
    Road,
    Pavement,
    Car,
    Person,
    Pole,
    Sign,
}
