from odoo import models


class ReportRescueSheet(models.AbstractModel):
    """The service report for the customer, in his language; signed, it is printed as it was then (J9)."""
    _name = 'report.aftersales.report_rescue_sheet'
    _inherit = ['aftersales.print.mixin']
    _description = "Service Report"

    _print_model = 'aftersales.rescue.sheet'

    def _get_print_lang(self, doc):
        return doc.partner_id.lang or super()._get_print_lang(doc)

    def _prepare_content(self, doc):
        rescue = doc.rescue_id
        return {
            'rescue': rescue, 'address': doc.workshop_id._get_print_address(),
            'hours': [(doc._fields[name]._description_string(doc.env), doc[name]) for name in (
                'hours_paid', 'hours_contract', 'hours_free', 'hours_internal') if doc[name]],
            'texts': [(doc._fields[name]._description_string(doc.env), doc[name]) for name in (
                'fault_told', 'fault_found', 'cause', 'work_done', 'tests', 'remaining') if doc[name]],
            'times': [(rescue._fields[name]._description_string(doc.env), rescue[name]) for name in (
                'call_date', 'under_way_date', 'arrived_date', 'solved_date', 'handed_in_date') if rescue[name]],
            'marks': [(
                doc._fields[name]._description_string(doc.env),
                dict(doc._fields[name]._description_selection(doc.env)).get(doc[name])) for name in (
                'mark_manner', 'mark_skill', 'mark_speed', 'mark_tidy') if doc[name]],
        }
