// What the demo province holds that journeys speak of by name.

/** Xã Phù Lãng, the commune of the officer. */
export const COMMUNE = "commune:09292";

/** Facilities there. */
export const facilities = {
  pottery: "HTX Gốm Trung Thôn",
  mechanics: "Cơ khí Đức Long",
  noodles: "Mỳ gạo Hiền Lương",
  wood: "Mộc Nguyễn Đức Thuỵ",
} as const;
