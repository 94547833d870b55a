import { angularProject } from '../../tools/jest/angular-project.cjs';

export default angularProject('admin-ui', import.meta.dirname);
