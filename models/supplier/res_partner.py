from odoo import api, fields, models

from .score.measures import GRADES

READERS = 'purchase.group_purchase_user'


class ResPartner(models.Model):
    """The grade a supplier has from his last approved score (H4)."""
    _inherit = 'res.partner'

    aftersales_grade = fields.Selection(
        GRADES, string="Supplier Grade", compute='_compute_aftersales_grade', compute_sudo=True, groups=READERS)

    @api.depends_context('company')
    def _compute_aftersales_grade(self):
        grades = self._get_aftersales_grades(self.env.company)
        for partner in self:
            partner.aftersales_grade = grades.get(partner.commercial_partner_id._origin)

    def _get_aftersales_grades(self, company):
        """:return: dict of supplier: grade of the last approved score; one query for all"""
        grades = {}
        # sudo: the grade of a supplier is told to whoever orders from him
        for score in self.env['aftersales.supplier.score'].sudo().search_fetch([
                ('partner_id', 'in', self.commercial_partner_id.ids), ('company_id', '=', company.id),
                ('state', '=', 'approved')], ['partner_id', 'grade'], order='period_start desc'):
            grades.setdefault(score.partner_id.sudo(False), score.grade)
        return grades

    def action_view_aftersales_scores(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_supplier_scores')
        partner = self.commercial_partner_id
        return {
            **action, 'domain': [('partner_id', '=', partner.id)], 'context': {'default_partner_id': partner.id}}
