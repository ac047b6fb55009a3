import { App } from 'cdktf';
import { Quickstart } from './stacks/quickstart';
import { quickstartSettings } from './stacks/quickstart-settings';

const app = new App();

new Quickstart(app, 'quickstart', quickstartSettings(__dirname));

app.synth();
