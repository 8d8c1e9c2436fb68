from odoo import api, models

MEDIA = {'mail': 'message', 'letter': 'letter', 'phone': 'call', 'visit': 'visit'}


class AftersalesComplaintLetter(models.Model):
    """What a customer was told about his complaint stands in the register of calls and letters, too (J3)."""
    _inherit = 'aftersales.complaint.letter'

    @api.model_create_multi
    def create(self, vals_list):
        letters = super().create(vals_list)
        letters._enter_in_register()
        return letters

    def _enter_in_register(self):
        # sudo: the register is the system's
        known = self.sudo().filtered(lambda letter: letter.kind != 'authority' and letter.complaint_id.partner_id)
        self.env['aftersales.followup.contact'].sudo().create([{
            **letter.complaint_id._prepare_contact_vals(), 'medium': MEDIA[letter.channel], 'date': letter.date,
            'topic': letter.subject, 'outcome': 'sent' if letter.is_written else 'reached', 'user_id': letter.user_id.id,
            'subject': letter.subject, 'body': letter.body, 'is_agreed': True,
            'address': letter.complaint_id.address if letter.channel == 'letter' else False,
        } for letter in known if letter.complaint_id._prepare_contact_vals()])
