from psycopg2.errors import UniqueViolation

from odoo import models
from odoo.exceptions import UserError


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Two customers that are one: what is kept once a customer would stand twice.

    Core looks at constraints alone, and drops whatever is in their way; at a unique index it fails. So rooms make way
    before, and nothing of a customer is lost.
    """
    _inherit = 'base.partner.merge.automatic.wizard'

    def _update_foreign_keys(self, src_partners, dst_partner):
        # sudo: what is kept once a customer is the system's, whoever merges him
        kept = dst_partner.sudo()
        kept._make_way(src_partners.sudo())
        self.env.flush_all()
        try:
            with self.env.cr.savepoint():
                super()._update_foreign_keys(src_partners, dst_partner)
        except UniqueViolation as error:
            model = error.diag.table_name.replace('_', '.')
            raise UserError(self.env._(
                "These customers cannot be merged: both have what a customer has once (%(document)s). Settle that first.",
                document=self.env['ir.model'].sudo()._get(model).name or model)) from error  # sudo: its name is no secret
        self.env.invalidate_all()
        kept._on_merged()
