from odoo import models

from odoo.addons.aftersales.models.base.words import say_unit


class ReportPreparation(models.AbstractModel):
    """What is laid ready for the cars that come: a page an outlet and day (C5)."""

    _name = 'report.aftersales.report_preparation'
    _inherit = ['aftersales.print.mixin']
    _description = 'Preparation List'

    _print_model = 'aftersales.appointment'

    def _prepare_pages(self, docs):
        notes, parts = docs._get_preparation_notes(), docs._get_parts_to_pick()
        lang = self._get_print_lang(docs)
        days = docs.sorted(lambda a: (a.start, a.id)).grouped(
            lambda appointment: (appointment.workshop_id, appointment.workshop_id._get_local_day(appointment.start)))
        return [
            {
                'lang': lang,
                'tz': workshop._get_tz().zone,
                'workshop': workshop,
                'day': day,
                'address': workshop._get_print_address(),
                'say_unit': say_unit,
                'rows': [{'doc': doc, 'notes': notes[doc], 'parts': parts[doc]} for doc in appointments],
                'missing': self._sum_missing(parts[doc] for doc in appointments),
            }
            for (workshop, day), appointments in days.items()
        ]

    def _sum_missing(self, rows):
        """:return: list of (product, quantity) that the shelf lacks for all cars together"""
        missing = {}
        for row in (row for some in rows for row in some if row['missing']):
            missing[row['product']] = missing.get(row['product'], 0.0) + row['missing']
        return list(missing.items())
