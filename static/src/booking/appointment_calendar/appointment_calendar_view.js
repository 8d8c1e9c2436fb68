import { registry } from "@web/core/registry";
import { CalendarModel } from "@web/views/calendar/calendar_model";
import { calendarView } from "@web/views/calendar/calendar_view";

/** A refused move leaves the appointment where it was, and the dialog says what is free instead. */
export class AppointmentCalendarModel extends CalendarModel {
    async updateRecord(record, options = {}) {
        try {
            await super.updateRecord(record, options);
        } catch (error) {
            await this.load();
            throw error;
        }
    }
}

registry.category("views").add("aftersales_appointment_calendar", {
    ...calendarView,
    Model: AppointmentCalendarModel,
    props(...args) {
        const props = calendarView.props(...args);
        return { ...props, className: `${props.className || ""} o_as_appointments` };
    },
});
