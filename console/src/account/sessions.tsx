import { PageHead } from '../kit/page-head';
import { SignInLists } from './sign-in-lists';

export function Sessions() {
  return (
    <>
      <PageHead
        title="Sessions & sign-ins"
        lead="Where you are signed in: browsers that hold your session, and applications that hold tokens of yours."
      />
      <SignInLists />
    </>
  );
}
