import { seenModels } from "../../base/seen/form_controller";

seenModels.add("aftersales.appointment", "aftersales.appointment");
