import { angularProject } from '../../tools/jest/angular-project.cjs';

export default angularProject('ui', import.meta.dirname);
