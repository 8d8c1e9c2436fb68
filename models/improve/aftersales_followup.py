from odoo import api, fields, models

from .aftersales_norm import LEVELS

STEPS = ('tracking', 'rating')


class AftersalesFollowup(models.Model):
    """Whoever calls sees which level of service the customer gets, and what that asks for."""
    _inherit = 'aftersales.followup'

    service_level = fields.Selection(LEVELS, string="Level of Service", compute='_compute_norm_words')
    norm_words = fields.Char(string="Asked For by the Norms", compute='_compute_norm_words')

    @api.depends('partner_id', 'vehicle_id', 'company_id', 'workshop_id')
    @api.depends_context('uid', 'lang')
    def _compute_norm_words(self):
        whole = self.filtered(lambda step: step.company_id and step.workshop_id)
        rest = self - whole
        rest.service_level = rest.norm_words = False
        levels = self.env['aftersales.norm.rule']._get_levels(
            [(step.company_id, step.partner_id, step.vehicle_id) for step in whole]) if whole else ()
        rows = [
            (step.company_id._origin, step.workshop_id._origin, level, STEPS, False)
            for step, level in zip(whole, levels, strict=True)]
        for step, level, (words, __) in zip(
                whole, levels, self.env['aftersales.norm'].sudo()._get_served_words(rows), strict=True):  # sudo: no secret
            step.service_level, step.norm_words = level, words
