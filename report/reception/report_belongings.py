from odoo import models


class ReportBelongings(models.AbstractModel):
    """What is in the car and what is kept for the customer, signed for when it comes and when it goes (D2)."""

    _name = 'report.aftersales.report_belongings'
    _inherit = ['aftersales.print.mixin']
    _description = "List of Belongings and Tools"

    _print_model = 'aftersales.checkin'

    def _get_print_lang(self, doc):
        return doc.order_id._get_lang()

    def _get_print_tz(self, doc):
        return doc.workshop_id._get_tz().zone

    def _prepare_content(self, doc):
        places = dict(doc.belonging_ids._fields['whereabouts']._description_selection(doc.env))
        return {
            'address': doc.workshop_id._get_print_address(),
            'things': [{
                'name': thing._get_print_name(), 'quantity': thing.quantity, 'is_there': thing.is_there,
                'place': thing.is_there and places[thing.whereabouts] or '', 'box': thing.box or '',
            } for thing in doc.belonging_ids],
            'kept_papers': doc.order_id._get_kept_papers().with_context(lang=doc.env.lang).document_id.mapped('name'),
        }
