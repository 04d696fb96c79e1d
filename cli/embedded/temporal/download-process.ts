import { TestWorkflowEnvironment } from '@temporalio/testing';

/** Run as a process of its own: fetches the CLI into a folder by the SDK's official download. */
const [downloadDir, version] = process.argv.slice(2);
if (downloadDir === undefined || version === undefined) throw new Error('folder and version');
const environment = await TestWorkflowEnvironment.createLocal({
  server: { executable: { type: 'cached-download', downloadDir, version } },
});
await environment.teardown();
