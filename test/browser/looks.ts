import type { Page } from 'playwright-core';
import { expect } from '@jest/globals';
import { accessibilityFaults } from './axe.js';
import { screenshot } from './browser.js';

const LOOKS = [
  { look: 'phone-dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
  { look: 'desktop-light', viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
] as const;

/** Holds a page to the rules of accessibility, and takes its picture in each look. */
export async function lookAt(page: Page, name: string): Promise<void> {
  expect(await accessibilityFaults(page)).toEqual([]);
  for (const { look, viewport, colorScheme } of LOOKS) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await screenshot(page, `${name}-${look}`);
  }
}
