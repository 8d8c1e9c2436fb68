from odoo import api, fields, models


class AftersalesWorkshop(models.Model):
    """The address to which customers of an outlet write when they are not content."""
    _inherit = 'aftersales.workshop'

    complaint_alias_id = fields.Many2one('mail.alias', readonly=True, copy=False, index='btree_not_null', ondelete='set null')
    complaint_alias_name = fields.Char(
        string="Complaints by Mail", compute='_compute_complaint_alias', inverse='_inverse_complaint_alias_name', max_length=64,
        help="What stands before the @. Each mail to this address is a complaint to be registered.")
    complaint_alias_email = fields.Char(string="Complaints' Address", compute='_compute_complaint_alias')

    @api.depends('complaint_alias_id.alias_name', 'complaint_alias_id.alias_domain_id')
    def _compute_complaint_alias(self):
        for workshop in self:
            alias = workshop.sudo().complaint_alias_id  # sudo: addresses are kept by the administrator
            workshop.complaint_alias_name = alias.alias_name
            workshop.complaint_alias_email = alias.alias_full_name if alias.alias_domain_id else False

    def _inverse_complaint_alias_name(self):
        """Whoever may change the outlet gives it its address; which mails it takes is not his to say."""
        for workshop in self.sudo():  # sudo: as above
            name, alias = (workshop.complaint_alias_name or '').strip(), workshop.complaint_alias_id
            if not name:
                workshop.complaint_alias_id = False
                alias.unlink()
            elif alias:
                alias.alias_name = name
            else:
                workshop.complaint_alias_id = alias.create(workshop._prepare_complaint_alias_vals(name))

    def _prepare_complaint_alias_vals(self, name):
        self.ensure_one()
        return {
            'alias_name': name, 'alias_domain_id': self.company_id.alias_domain_id.id, 'alias_contact': 'everyone',
            'alias_model_id': self.env['ir.model']._get_id('aftersales.complaint'),
            'alias_parent_model_id': self.env['ir.model']._get_id(self._name), 'alias_parent_thread_id': self.id,
            'alias_defaults': repr({'workshop_id': self.id}),
        }

    def unlink(self):
        aliases = self.sudo().complaint_alias_id  # sudo: as above
        result = super().unlink()
        aliases.unlink()
        return result
