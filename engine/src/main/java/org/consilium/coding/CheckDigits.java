package org.consilium.coding;

/** The check digits that end identifiers of SNOMED CT and LOINC. */
public final class CheckDigits {
  /** Multiplication in the dihedral group of order 10. */
  private static final int[][] PRODUCT = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
    {1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
    {2, 3, 4, 0, 1, 7, 8, 9, 5, 6},
    {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
    {4, 0, 1, 2, 3, 9, 5, 6, 7, 8},
    {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
    {6, 5, 9, 8, 7, 1, 0, 4, 3, 2},
    {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
    {8, 7, 6, 5, 9, 3, 2, 1, 0, 4},
    {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}
  };

  private static final int[] PERMUTATION = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};

  private CheckDigits() {}

  /**
   * Whether the last digit is the check digit of the others after Verhoeff, as the release file
   * specification of SNOMED CT prescribes it.
   *
   * @param digits digits only
   */
  public static boolean verhoeff(String digits) {
    int check = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      for (int times = 0; times < i % 8; times++) {
        digit = PERMUTATION[digit];
      }
      check = PRODUCT[check][digit];
    }
    return check == 0;
  }

  /**
   * Whether the digit after the hyphen is the check digit of what stands before it, modulus 10, as
   * LOINC has it for terms, and with the letters of answers ({@code LA}) and answer lists ({@code
   * LL}) counted by their place in ASCII after the digit 0.
   *
   * @param code digits and capital letters, a hyphen, and a digit
   */
  public static boolean modulus10(String code) {
    String characters = code.replace("-", "");
    int sum = 0;
    for (int i = 0; i < characters.length(); i++) {
      int value = characters.charAt(characters.length() - 1 - i) - '0';
      sum += i % 2 == 1 ? 2 * value - value / 5 * 9 : value;
    }
    return sum % 10 == 0;
  }
}
