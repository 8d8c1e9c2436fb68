from odoo import models

MENUS = ('aftersales.menu_people_facts', 'aftersales.menu_hr_people_facts')


class IrUiMenu(models.Model):
    _inherit = 'ir.ui.menu'

    def _load_menus_blacklist(self):
        """Facts for HR are nobody's business where no company of the user wants them."""
        blacklist = super()._load_menus_blacklist()
        if not any(self.env.user.sudo().company_ids.mapped('aftersales_people_facts')):
            blacklist += [self.env['ir.model.data']._xmlid_to_res_id(menu, raise_if_not_found=False) for menu in MENUS]
        return blacklist
