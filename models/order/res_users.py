from odoo import models

# What each role does today; the first role a user has decides, so a manager comes before the roles it implies.
HOMES = [
    ('aftersales.group_manager', 'aftersales.action_orders_in_house'),
    ('aftersales.group_dispatcher', 'aftersales.action_workshop_board'),
    ('aftersales.group_advisor', 'aftersales.action_orders_in_house'),
    ('aftersales.group_inspector', 'aftersales.aftersales_inspection_action'),
    ('aftersales.group_technician', 'aftersales.action_my_jobs'),
    ('aftersales.group_parts', 'aftersales.action_parts_to_issue'),
    ('account.group_account_invoice', 'aftersales.action_orders_to_invoice'),
]


class ResUsers(models.Model):
    _inherit = 'res.users'

    def _get_aftersales_home_action(self):
        """The screen the application opens on for this user."""
        self.ensure_one()
        for group, action in HOMES:
            if self.has_group(group) and self.env.ref(action, raise_if_not_found=False):
                break
        else:
            action = 'aftersales.action_orders_in_house'
        return self.env['ir.actions.actions']._for_xml_id(action)
