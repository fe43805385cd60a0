export { agreesWithAi, awaitsReader, type CurrentReading, readingsOf, standingOf } from './case-standing.ts';
export { createReviewCases } from './review-cases.ts';
export { type ReviewedImage, selectReviewed, warningsOfReviewed } from './reviewed-images.ts';
export { createReviews, type PostedReview, type Reviews } from './reviews.ts';
