"""Views of the last release that extend others are emptied before the new ones come.

They name places that have moved to other rooms, and the first view that is loaded would be checked together with all
of them. The upgrade writes each anew, with its translations.
"""


def migrate(cr, version):
    cr.execute("""
        UPDATE ir_ui_view view
           SET arch_db = '{"en_US": "<data/>"}'
          FROM ir_model_data data
         WHERE data.module = 'aftersales' AND data.model = 'ir.ui.view' AND data.res_id = view.id
           AND view.inherit_id IS NOT NULL AND view.mode = 'extension'
    """)
