from odoo import models


class ReportRiskMap(models.AbstractModel):
    """The map of 5 × 5 with the numbers of the risks in its fields, and the risks by their level: a page for each company."""
    _name = 'report.aftersales.report_risk_map'
    _inherit = ['aftersales.print.mixin']
    _description = "Risk Map"

    _print_model = 'aftersales.risk'

    def _get_print_tz(self, doc):
        return doc.company_id._get_clock_zone()

    def _prepare_pages(self, docs):
        risks = docs.sorted(lambda risk: (risk.company_id.id, -risk.level, risk.id))
        return [
            {**self._prepare_page(own[0]), 'risks': own, 'rows': self._draw_map(own)}
            for own in risks.grouped('company_id').values()]

    def _draw_map(self, risks):
        """Rows from the most probable down: (probability, fields as (rating, numbers of the risks))."""
        numbers = {}
        for number, risk in enumerate(risks, start=1):
            numbers.setdefault((int(risk.probability), int(risk.effect)), []).append(str(number))
        scale = range(1, 6)
        return [
            (probability, [
                (risks._get_rating(probability * effect), ', '.join(numbers.get((probability, effect), [])))
                for effect in scale]) for probability in reversed(scale)]

    def _prepare_content(self, doc):
        return {'address': doc.company_id.partner_id}
