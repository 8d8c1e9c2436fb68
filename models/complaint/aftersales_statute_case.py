from odoo import api, fields, models


class AftersalesStatuteCase(models.Model):
    """What the owner complained about under the law belongs to the case (I8)."""
    _inherit = 'aftersales.statute.case'

    complaint_ids = fields.One2many(
        'aftersales.complaint', 'statute_case_id', string="Complaints", readonly=True, groups='aftersales.group_see_complaint')

    @api.model_create_multi
    def create(self, vals_list):
        cases = super().create(vals_list)
        # sudo: what was complained about before the right arose is linked by the system
        Complaint = self.env['aftersales.complaint'].sudo()
        told = Complaint.search([
            *Complaint._get_open_domain(), ('is_statutory', '=', True), ('statute_case_id', '=', False),
            ('vehicle_id', 'in', cases.vehicle_id.ids)])
        self.env.add_to_compute(Complaint._fields['statute_case_id'], told)
        return cases

    @api.readonly
    def action_view_complaints(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_complaints')
        return {**action, 'domain': [('statute_case_id', 'in', self.ids)], 'context': {}}
