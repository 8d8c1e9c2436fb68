import { seenModels } from "../../base/seen/form_controller";

seenModels.add("aftersales.checkin", "aftersales.checkin");
