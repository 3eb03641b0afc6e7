/** Arrays and buffers that grow as a rebuild meets more: each is at least doubled, so that copying stays rare. */

/** Returns the array, or a larger copy of it if it is too short for `index`. */
export const withRoom = (array: Int32Array<ArrayBuffer>, index: number): Int32Array<ArrayBuffer> => {
  if (index < array.length) return array;
  const larger = new Int32Array(Math.max(array.length * 2, index + 1));
  larger.set(array);
  return larger;
};

/** Returns the buffer, or a larger copy of its first `used` bytes if it is too short for `bytes`. */
export const withRoomFor = (buffer: Buffer<ArrayBuffer>, used: number, bytes: number): Buffer<ArrayBuffer> => {
  if (bytes <= buffer.length) return buffer;
  const larger = Buffer.alloc(Math.max(buffer.length * 2, bytes));
  buffer.copy(larger, 0, 0, used);
  return larger;
};
