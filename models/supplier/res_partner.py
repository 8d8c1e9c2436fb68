from odoo import api, fields, models

from .score.measures import GRADES, SCREENED

READERS = 'purchase.group_purchase_user'


class ResPartner(models.Model):
    """The grade a supplier has from his last approved score, and whether he was screened (H4)."""
    _inherit = 'res.partner'

    aftersales_grade = fields.Selection(
        GRADES, string="Supplier Grade", compute='_compute_aftersales_grade', compute_sudo=True, groups=READERS)

    aftersales_screening = fields.Selection(
        SCREENED, string="Screening", compute='_compute_aftersales_screening', compute_sudo=True, groups=READERS,
        help="What the last screening of this supplier said, and whether his certificates still hold.")

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
                ('partner_id.commercial_partner_id', 'in', self.commercial_partner_id.ids), ('company_id', '=', company.id),
                ('state', '=', 'approved')], ['partner_id', 'grade'], order='period_start desc'):
            grades.setdefault(score.partner_id.commercial_partner_id.sudo(False), score.grade)
        return grades

    @api.depends_context('company')
    def _compute_aftersales_screening(self):
        screenings = self._get_aftersales_screenings(self.env.company)
        for partner in self:
            partner.aftersales_screening = screenings.get(partner.commercial_partner_id._origin, 'none')

    def _get_aftersales_screenings(self, company):
        """:return: dict of supplier: what his last screening said, without those that had none; two queries for all"""
        found = {}
        # sudo: whether a supplier was screened is told to whoever orders from him
        own = [('partner_id', 'in', self.commercial_partner_id.ids), ('company_id', '=', company.id)]
        for screening in self.env['aftersales.supplier.screening'].sudo().search_fetch(
                [*own, ('decided_date', '!=', False)], ['partner_id', 'state'], order='decided_date desc, id desc'):
            found.setdefault(screening.partner_id.sudo(False), screening.state)
        if not found:
            return found
        expired = self.env['aftersales.supplier.certificate'].sudo().search_fetch(
            [*own, ('is_expired', '=', True)], ['partner_id'])
        for partner in expired.partner_id.sudo(False):
            if found.get(partner) == 'passed':
                found[partner] = 'expired'
        return found

    def action_view_aftersales_screenings(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_supplier_screenings')
        partner = self.commercial_partner_id
        return {
            **action, 'domain': [('partner_id', '=', partner.id)], 'context': {'default_partner_id': partner.id}}

    def action_view_aftersales_scores(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_supplier_scores')
        partner = self.commercial_partner_id
        return {
            **action, 'domain': [('partner_id', '=', partner.id)], 'context': {'default_partner_id': partner.id}}
