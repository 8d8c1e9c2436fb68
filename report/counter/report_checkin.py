from odoo import fields, models


class ReportCheckin(models.AbstractModel):
    """The check-in sheet: in what condition and with what the customer left the car (D2)."""

    _name = 'report.aftersales.report_checkin'
    _inherit = ['aftersales.print.mixin']
    _description = 'Check-in Sheet'

    _print_model = 'aftersales.checkin'

    def _get_print_lang(self, doc):
        return doc.order_id._get_lang()

    def _prepare_pages(self, docs):
        pages = super()._prepare_pages(docs)
        listed = self.env['aftersales.checkin.document'].search([])  # pylint: disable=no-search-all
        for page in pages:
            if page['documents'] is None:
                page['documents'] = page['doc']._get_print_documents(listed.with_context(lang=page['lang']))
        return pages

    def _prepare_content(self, doc):
        shown = self._get_shown(doc)
        answers = dict(doc.job_ids._fields['approval']._description_selection(doc.env))
        wishes = dict(doc._fields['old_parts_wish']._description_selection(doc.env))
        promise = fields.Datetime.to_datetime(shown['promise'] or False) or (
            doc.order_id.promise_first_date if doc.state == 'signed' else False)
        odometer, __, unit = shown['odometer'].partition(' ')
        units = dict(doc.vehicle_id._fields['odometer_unit']._description_selection(doc.env))
        return {
            'shown': shown,
            'orders_work': shown.get('orders_work', doc.approves_jobs) and bool(shown['work']),
            'work': [{**job, 'answer': answers.get(job['approval'], '')} for job in shown['work']],
            'wish': wishes.get(shown['old_parts'], ''),
            'promise': promise,
            'received': fields.Datetime.to_datetime(shown.get('received') or False) or doc.order_id.received_date,
            'odometer': float(odometer or 0) and f"{float(odometer):,.0f} {units.get(unit, unit)}",
            'address': doc.workshop_id._get_print_address(),
            'sketch': doc._get_print_sketch(),
            'marks': doc._get_print_marks(),
            'photos': doc._get_print_photos(),
            'documents': self._get_documents(doc, shown),
            'levels': list(shown['levels'].items()),
        }

    def _get_shown(self, doc):
        """What was signed is what is printed; before it is, what it says now."""
        return (doc.state == 'signed' and doc._get_content()) or doc._get_shown()

    def _get_documents(self, doc, shown):
        """All papers of the list, and whether they were seen; of a signed sheet those that were."""
        if doc.state == 'signed':
            return [(name, True) for name in shown['documents']]
        return None  # see _prepare_pages
