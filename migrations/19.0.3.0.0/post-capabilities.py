"""Menus ask for capabilities now; the roles an upgrade leaves beside them say the same a second time.

Only a group that brings another group of the same menu goes: nobody sees more or less.
"""


def migrate(cr, version):
    cr.execute("""
        DELETE FROM ir_ui_menu_group_rel role
              USING ir_ui_menu_group_rel capability, res_groups_implied_rel implied, ir_model_data data
              WHERE capability.menu_id = role.menu_id
                AND implied.gid = role.gid AND implied.hid = capability.gid
                AND data.module = 'aftersales' AND data.model = 'ir.ui.menu' AND data.res_id = role.menu_id
    """)
